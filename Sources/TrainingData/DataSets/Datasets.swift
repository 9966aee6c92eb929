/// The data sets that come with the library, such as `Datasets.digits()`.
public enum Datasets {}
