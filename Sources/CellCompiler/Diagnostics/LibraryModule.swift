/// How learners know the modules of libraries: by what they import.
public enum LibraryModule {
    private static let known = [
        "FoundationEssentials": "Foundation", "FoundationInternationalization": "Foundation",
        "_StringProcessing": "Swift", "_Concurrency": "Swift",
    ]

    /// - Parameter module: The module that holds a declaration.
    public static func told(_ module: String) -> String { known[module] ?? module }
}
