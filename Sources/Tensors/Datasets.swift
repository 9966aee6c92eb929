/// The data sets that come with the library, such as `Datasets.digits()`.
///
/// The module `Datasets` fills it by extensions. It is declared here because a type with the very name of its own module
/// hides the module and breaks the module's textual interface.
public enum Datasets {}
