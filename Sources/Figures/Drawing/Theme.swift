/// The colours and sizes of everything in a figure that is not data.
struct Theme: Sendable {
    var paper = Color.white
    var ink = Color(hex: 0x262626)
    var softInk = Color(hex: 0x555555)
    var spine = Color(hex: 0x8C8C8C)
    var grid = Color(hex: 0xE8E8E8)
    var warning = Color(hex: 0xB3261E)

    var titleSize = 14.0
    var labelSize = 12.0
    var tickSize = 11.0

    /// Dark ink on white, which reads well on a page of either theme of JupyterLab and in print.
    static let light = Theme()
}
