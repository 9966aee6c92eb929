import Kernel
import Testing

@Suite struct FatalMessageTests {
    @Test(arguments: [
        ("Swift/ContiguousArrayBuffer.swift:600: Fatal error: Index out of range\n", "Index out of range"),
        ("In[1]/x.swift:1: Precondition failed: too few\n", "Precondition failed: too few"),
        ("Fatal error", "Fatal error"),
        (
            "Could not cast value of type 'Swift.String' (0x7f00) to 'P.(unknown context at $7f12).Inner' (0x7f01).\n",
            "Could not cast value of type 'String' to 'P.Inner'."
        ),
        (
            "Fatal error: Attempted to read an unowned reference but object 0x7f00 was already destroyed",
            "Attempted to read an unowned reference but the object was already destroyed"
        ),
        ("free(): invalid pointer\nCurrent stack trace:\n0 x", "free(): invalid pointer"),
    ])
    func theReasonIsWhatALearnerCanUse(_ text: String, _ summary: String) {
        #expect(FatalMessage.summary(of: text) == summary)
    }

    @Test func placesOfPrivateTypesAreLeftOut() {
        #expect(FatalMessage.withoutContexts("[.(unknown context at $7f).(unknown context at $80).L()]") == "[L()]")
        #expect(FatalMessage.withoutContexts("E(i: E.(unknown context at $7f).I())") == "E(i: E.I())")
    }
}
