A learner's afternoon: one program grown cell by cell, edited, run again.

// %% id=account
struct Account {
    let owner: String
    var balance = 0
    mutating func deposit(_ amount: Int) { balance += amount }
}

// %% id=open
var mine = Account(owner: "Ada")
mine.deposit(100)
mine.balance
//= 100

// %% id=withdraw
enum BankError: Error { case insufficient(missing: Int) }
extension Account {
    mutating func withdraw(_ amount: Int) throws {
        guard amount <= balance else { throw BankError.insufficient(missing: amount - balance) }
        balance -= amount
    }
}

// %% id=try
try mine.withdraw(30)
mine.balance
//= 70

// %% id=try
try mine.withdraw(30)
mine.balance
//= 40

// %%
try mine.withdraw(300)
//! insufficient(missing: 260)

// %% id=withdraw a fee, in the edited cell
enum BankError: Error { case insufficient(missing: Int) }
extension Account {
    mutating func withdraw(_ amount: Int) throws {
        let total = amount + 1
        guard total <= balance else { throw BankError.insufficient(missing: total - balance) }
        balance -= total
    }
}

// %% id=try
try mine.withdraw(30)
mine.balance
//= 9

// %% id=account a new field
struct Account {
    let owner: String
    var balance = 0
    var currency = "CHF"
    mutating func deposit(_ amount: Int) { balance += amount }
}

// %% id=open
var mine = Account(owner: "Ada")
mine.deposit(100)
mine.balance
//= 100

// %% id=withdraw run again for the new type
enum BankError: Error { case insufficient(missing: Int) }
extension Account {
    mutating func withdraw(_ amount: Int) throws {
        guard amount <= balance else { throw BankError.insufficient(missing: amount - balance) }
        balance -= amount
    }
}

// %% id=try
try mine.withdraw(30)
mine.balance
//= 70

// %% id=bank
protocol Ledger { mutating func record(_ text: String) }
struct Bank: Ledger {
    private(set) var accounts: [String: Account] = [:]
    private var log: [String] = []
    mutating func record(_ text: String) { log.append(text) }
    subscript(owner: String) -> Account {
        get { accounts[owner, default: Account(owner: owner)] }
        set {
            accounts[owner] = newValue
            record("\(owner): \(newValue.balance)")
        }
    }
    var history: [String] { log }
}
var bank = Bank()

// %%
bank["Ada"].deposit(50)
try bank["Ada"].withdraw(20)
bank["Bob"] = Account(owner: "Bob", balance: 5)
bank.history
//= ["Ada: 50", "Ada: 30", "Bob: 5"]

// %%
func richest(in bank: Bank) -> Account? { bank.accounts.values.max { $0.balance < $1.balance } }
richest(in: bank)?.owner
//= Optional("Ada")

// %% id=report
func report(_ bank: Bank) -> String {
    bank.accounts.values.sorted { $0.owner < $1.owner }.map { "\($0.owner) \($0.balance) \($0.currency)" }.joined(separator: "; ")
}
report(bank)
//= "Ada 30 CHF; Bob 5 CHF"

// %% id=interest
let rate = 0.1
for owner in bank.accounts.keys { bank[owner].deposit(Int(Double(bank[owner].balance) * rate)) }
report(bank)
//= "Ada 33 CHF; Bob 5 CHF"

// %% id=interest
let rate = 0.5
for owner in bank.accounts.keys { bank[owner].deposit(Int(Double(bank[owner].balance) * rate)) }
report(bank)
//= "Ada 49 CHF; Bob 7 CHF"

// %%
rate
//= 0.5
