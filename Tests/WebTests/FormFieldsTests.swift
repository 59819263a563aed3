import Testing

@testable import Web

@Suite struct FormFieldsTests {
    @Test func leavesOutWhatNobodyCanKeep() {
        let fields = FormFields("q=a%00b&tag=%zz&who=x")
        #expect(fields["q"] == nil)
        #expect(fields["tag"] == nil)
        #expect(fields["who"] == "x")
    }
}
