Differentiable programming of the toolchain.

// %%
import _Differentiation

// %%
@differentiable(reverse)
func square(_ x: Double) -> Double { x * x }
gradient(at: 3, of: square)
//= 6.0

// %% in a later cell, through functions of earlier ones
@differentiable(reverse)
func polynomial(_ x: Double) -> Double { square(x) * x + 2 * x }

// %%
gradient(at: 2) { polynomial($0) }
//= 14.0

// %% a type of its own
struct Model: Differentiable {
    var w: Double
    var b: Double
    @differentiable(reverse)
    func callAsFunction(_ x: Double) -> Double { w * x + b }
}

// %%
let model = Model(w: 2, b: 1)
let slope = gradient(at: model) { model -> Double in
    let error = model(3) - 10
    return error * error
}
print(slope.w, slope.b)
//> -18.0 -6.0

// %%
var trained = model
trained.move(by: .init(w: -0.01 * slope.w, b: -0.01 * slope.b))
trained.w
//= 2.18

// %% a derivative by hand
func cube(_ x: Double) -> Double { x * x * x }
@derivative(of: cube)
func cubeDerivative(_ x: Double) -> (value: Double, pullback: (Double) -> Double) {
    (cube(x), { 3 * x * x * $0 })
}

// %%
valueWithGradient(at: 2, of: cube).gradient
//= 12.0
