import Figures
import Testing

@Suite struct NumberTextTests {
    @Test(arguments: [
        (0.00312, "0.00312"), (14.23, "14.2"), (3.14e-7, "3.14e−07"), (1_234_567, "1.23e+06"), (-0.5, "−0.500"),
        (999.9, "1000"), (0.09999, "0.100"), (0, "0"), (.nan, "nan"), (-.infinity, "−∞"), (1e300, "1.00e+300"),
        (.leastNonzeroMagnitude, "0"),
    ])
    func significantDigitsAreKept(value: Double, text: String) { #expect(shortNumber(value) == text) }

    @Test(arguments: [(1234.5, 1, "1234.5"), (12345, 0, "12,345"), (-0.04, 1, "0.0"), (0.999, 2, "1.00")])
    func decimalsAreRounded(value: Double, decimals: Int, text: String) {
        #expect(decimalText(value, decimals: decimals) == text)
    }
}
