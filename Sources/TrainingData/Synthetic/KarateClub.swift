internal import Tensors

extension Datasets {
    /// The 34 members of a karate club and the 78 pairs of them who met outside of it, before the club split in two: the
    /// label of each is the part that they went to, the instructor's (0) or the administrator's (1).
    ///
    /// Member 0 is the instructor and member 33 the administrator. Nothing is known of a member but who it is: the features
    /// are the identity matrix, [34, 34] in float32.
    ///
    /// Source: W. Zachary, "An information flow model for conflict and fission in small groups", Journal of Anthropological
    /// Research 33 (1977).
    public static func karateClub() -> GraphData {
        let friends: [[Int]] = [
            [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31], [2, 3, 7, 13, 17, 19, 21, 30],
            [3, 7, 8, 9, 13, 27, 28, 32], [7, 12, 13], [6, 10], [6, 10, 16], [16], [], [30, 32, 33], [33], [], [], [],
            [33], [32, 33], [32, 33], [], [], [32, 33], [33], [32, 33], [], [32, 33], [25, 27, 29, 32, 33],
            [25, 27, 31],
            [31], [29, 33], [33], [31, 33], [32, 33], [32, 33], [32, 33], [33], [],
        ]
        let administrators: Set = [9, 14, 15, 18, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33]
        return GraphData(
            edges: friends.indices.flatMap { member in friends[member].map { (member, $0) } },
            labels: friends.indices.map { administrators.contains($0) ? 1 : 0 },
            classNames: ["instructor", "administrator"], features: .eye(34))
    }
}
