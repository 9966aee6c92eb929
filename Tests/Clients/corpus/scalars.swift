// %% functions of numbers come with the library
import DeepLearning
func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }
print(sigmoid(0), sqrt(2.0), pow(2.0, 10), tanh(Float(0)), floor(2.5), log(1.0))
//> 0.5 1.4142135623730951 1024.0 0.0 2.0 0.0

// %%
print(exp(Tensor([0])).item())
//> 1.0

// %% and go together with those of Foundation
import Foundation
print(exp(0.0), sqrt(2.0), pow(2.0, 10.0), pow(Float(2), 3), tanh(Float(0)), [0.0, 1.0].map { exp($0) })
//> 1.0 1.4142135623730951 1024.0 8.0 0.0 [1.0, 2.718281828459045]

// %%
let f: (Double) -> Double = tanh
f(0)
//= 0.0
