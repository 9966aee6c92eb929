/// The data sets that come with the library.
public enum Datasets {}
