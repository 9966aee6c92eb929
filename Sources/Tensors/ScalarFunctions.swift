internal import Glibc

// A learner's `sigmoid` of one number needs `exp` as that of a tensor does, without another import. Beside those of
// Foundation, these are disfavoured, so that having both in view is never ambiguous.

/// e to the power of the number.
@_disfavoredOverload public func exp(_ x: Double) -> Double { Glibc.exp(x) }
/// The natural logarithm.
@_disfavoredOverload public func log(_ x: Double) -> Double { Glibc.log(x) }
/// The logarithm to the base 2.
@_disfavoredOverload public func log2(_ x: Double) -> Double { Glibc.log2(x) }
/// The logarithm to the base 10.
@_disfavoredOverload public func log10(_ x: Double) -> Double { Glibc.log10(x) }
/// The square root.
@_disfavoredOverload public func sqrt(_ x: Double) -> Double { Glibc.sqrt(x) }
/// The sine of an angle in radians.
@_disfavoredOverload public func sin(_ x: Double) -> Double { Glibc.sin(x) }
/// The cosine of an angle in radians.
@_disfavoredOverload public func cos(_ x: Double) -> Double { Glibc.cos(x) }
/// The tangent of an angle in radians.
@_disfavoredOverload public func tan(_ x: Double) -> Double { Glibc.tan(x) }
/// The hyperbolic sine.
@_disfavoredOverload public func sinh(_ x: Double) -> Double { Glibc.sinh(x) }
/// The hyperbolic cosine.
@_disfavoredOverload public func cosh(_ x: Double) -> Double { Glibc.cosh(x) }
/// The hyperbolic tangent.
@_disfavoredOverload public func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
/// The error function.
@_disfavoredOverload public func erf(_ x: Double) -> Double { Glibc.erf(x) }
/// The largest integer not above the number.
@_disfavoredOverload public func floor(_ x: Double) -> Double { Glibc.floor(x) }
/// The smallest integer not below the number.
@_disfavoredOverload public func ceil(_ x: Double) -> Double { Glibc.ceil(x) }
/// The base to the power of the exponent.
@_disfavoredOverload public func pow(_ base: Double, _ exponent: Double) -> Double { Glibc.pow(base, exponent) }
/// The base to the power of the exponent.
@_disfavoredOverload public func pow(_ base: Double, _ exponent: Int) -> Double { Glibc.pow(base, Double(exponent)) }

/// e to the power of the number.
@_disfavoredOverload public func exp(_ x: Float) -> Float { Glibc.exp(x) }
/// The natural logarithm.
@_disfavoredOverload public func log(_ x: Float) -> Float { Glibc.log(x) }
/// The logarithm to the base 2.
@_disfavoredOverload public func log2(_ x: Float) -> Float { Glibc.log2(x) }
/// The logarithm to the base 10.
@_disfavoredOverload public func log10(_ x: Float) -> Float { Glibc.log10(x) }
/// The square root.
@_disfavoredOverload public func sqrt(_ x: Float) -> Float { Glibc.sqrt(x) }
/// The sine of an angle in radians.
@_disfavoredOverload public func sin(_ x: Float) -> Float { Glibc.sin(x) }
/// The cosine of an angle in radians.
@_disfavoredOverload public func cos(_ x: Float) -> Float { Glibc.cos(x) }
/// The tangent of an angle in radians.
@_disfavoredOverload public func tan(_ x: Float) -> Float { Glibc.tan(x) }
/// The hyperbolic sine.
@_disfavoredOverload public func sinh(_ x: Float) -> Float { Glibc.sinh(x) }
/// The hyperbolic cosine.
@_disfavoredOverload public func cosh(_ x: Float) -> Float { Glibc.cosh(x) }
/// The hyperbolic tangent.
@_disfavoredOverload public func tanh(_ x: Float) -> Float { Glibc.tanh(x) }
/// The error function.
@_disfavoredOverload public func erf(_ x: Float) -> Float { Glibc.erf(x) }
/// The largest integer not above the number.
@_disfavoredOverload public func floor(_ x: Float) -> Float { Glibc.floor(x) }
/// The smallest integer not below the number.
@_disfavoredOverload public func ceil(_ x: Float) -> Float { Glibc.ceil(x) }
/// The base to the power of the exponent.
@_disfavoredOverload public func pow(_ base: Float, _ exponent: Float) -> Float { Glibc.pow(base, exponent) }
/// The base to the power of the exponent.
@_disfavoredOverload public func pow(_ base: Float, _ exponent: Int) -> Float { Glibc.pow(base, Float(exponent)) }
