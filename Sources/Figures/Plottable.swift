/// A number that can be drawn: any integer or floating-point type of the standard library.
public protocol PlottableNumber {
    var plotValue: Double { get }
}

extension PlottableNumber where Self: BinaryFloatingPoint { public var plotValue: Double { Double(self) } }
extension PlottableNumber where Self: BinaryInteger { public var plotValue: Double { Double(self) } }

extension Double: PlottableNumber {}
extension Float: PlottableNumber {}
extension Int: PlottableNumber {}
extension Int8: PlottableNumber {}
extension Int16: PlottableNumber {}
extension Int32: PlottableNumber {}
extension Int64: PlottableNumber {}
extension UInt: PlottableNumber {}
extension UInt8: PlottableNumber {}
extension UInt16: PlottableNumber {}
extension UInt32: PlottableNumber {}
extension UInt64: PlottableNumber {}

/// Numbers in order that can be drawn: arrays, slices, ranges, strides and tensors.
///
/// A collection of ``PlottableNumber``s conforms by declaring so: `extension MyVector: Plottable {}`.
public protocol Plottable {
    var plotValues: [Double] { get }
}

extension Plottable where Self: Sequence, Element: PlottableNumber {
    public var plotValues: [Double] { map(\.plotValue) }
}

extension Array: Plottable where Element: PlottableNumber {}
extension ArraySlice: Plottable where Element: PlottableNumber {}
extension ContiguousArray: Plottable where Element: PlottableNumber {}
extension Range: Plottable where Bound: PlottableNumber & Strideable, Bound.Stride: SignedInteger {}
extension ClosedRange: Plottable where Bound: PlottableNumber & Strideable, Bound.Stride: SignedInteger {}
extension StrideTo: Plottable where Element: PlottableNumber {}
extension StrideThrough: Plottable where Element: PlottableNumber {}
