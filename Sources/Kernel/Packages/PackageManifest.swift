/// The package that stands for a notebook: it depends on what the notebook installs, and has no code of its own.
struct PackageManifest: Sendable {
    /// The name of its product and its only target.
    static let name = "SwiftletPackages"

    let requests: [PackageRequest]

    /// - Parameter requests: Those of one package are taken together.
    init(_ requests: [PackageRequest]) {
        var merged: [PackageRequest] = []
        for request in requests {
            guard let index = merged.firstIndex(where: { $0.dependency == request.dependency }) else {
                merged.append(request)
                continue
            }
            merged[index].products += request.products.filter { !merged[index].products.contains($0) }
        }
        self.requests = merged
    }

    var products: [String] { requests.flatMap(\.products) }

    var text: String {
        let dependencies = requests.map { "        \($0.dependency)," }
        let products = requests.flatMap { request in
            request.products.map {
                "            .product(name: \(swiftLiteral($0)), package: \(swiftLiteral(request.identity))),"
            }
        }
        return """
            // swift-tools-version: 6.1
            import PackageDescription

            let package = Package(
                name: "notebook",
                products: [.library(name: "\(PackageManifest.name)", type: .dynamic, targets: ["\(PackageManifest.name)"])],
                dependencies: [
            \(dependencies.joined(separator: "\n"))
                ],
                targets: [
                    .target(name: "\(PackageManifest.name)", dependencies: [
            \(products.joined(separator: "\n"))
                    ])
                ]
            )

            """
    }
}
