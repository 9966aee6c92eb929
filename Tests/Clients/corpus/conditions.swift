// %% a condition of the compiler ends an initial value
let conditioned = [10, 20, 33]
#if os(Linux)
    .filter { $0 > 15 }
#endif
print(conditioned)
//> [20, 33]

// %% and the value that is shown
conditioned
#if os(Linux)
    .map { $0 + 1 }
#endif
//= [21, 34]

// %% with a mistake behind it
let further = conditioned
#if os(Linux)
    .count
#endif
let wrong: String = further
//! :5:21

// %% an actor's constant is read without waiting
actor Feeder {
    let food = "worms"
    private let secret = 1
    var portions = 3
}
let feeder = Feeder()
feeder.food
//= "worms"

// %% by another cell, too
print(feeder.food, await feeder.portions)
//> worms 3

// %% a branch that is not compiled declares and imports nothing
#if canImport(UIKit)
import UIKit
#elseif canImport(Foundation)
import Foundation
#endif
#if os(Linux)
let platform = "linux"
#else
let macOnly = 3
#endif
#if DEBUG
let level = 1
#elseif swift(>=5)
let level = 2
#endif
(platform, level)
//= ("linux", 2)

// %%
struct Port { var macOnly = 2 }
print(Port(), sqrt(4.0))
//> Port(macOnly: 2) 2.0

// %% a warning of one's own at the end
#warning("check this")
//? check this
