/// The data sets that come with the library, under the name `Datasets`.
///
/// A type with the very name of its module would hide the module; an alias does not.
public enum BuiltInDatasets {}

/// The data sets that come with the library: `Datasets.digits()`.
public typealias Datasets = BuiltInDatasets
