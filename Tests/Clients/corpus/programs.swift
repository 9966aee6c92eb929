// %% a program for the command line
@main struct Tool {
    static func main() { print("ran") }
}
//> ran

// %% that waits and may fail
@main
enum Waiting {
    static func main() async throws {
        await Task.yield()
        print("waited")
    }
}
//> waited

// %% what has no value at the end would be read by later cells
let promised: String
//! give 'promised' a value in this cell

// %%
let chosen: String, number: Int
if number_of_choices() > 1 { chosen = "a"; number = 1 } else { chosen = "b"; number = 2 }
func number_of_choices() -> Int { 2 }
(chosen, number)
//= ("a", 1)

// %%
var maybe: Int?
var forced: String!
var first, second: Int
(first, second) = (1, 2)
print(maybe as Any, forced as Any, first + second)
//> nil nil 3
