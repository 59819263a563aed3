import Testing

@testable import Web

@Suite struct ScriptTextTests {
    @Test func commentsGoAndAllElseStays() {
        let text = """
            // Why.
            /** One line. */
            export function a() {
              /**
               * Several.
               * @param {string} b
               */
              const c = /** @type {string} */ (b);
              /** @type {number} */ let d = 1; // kept
              return `
            text /** in the middle */ of it`;
            }
            """
        let sent = """
            export function a() {
              const c = /** @type {string} */ (b);
              /** @type {number} */ let d = 1; // kept
              return `
            text /** in the middle */ of it`;
            }
            """
        #expect(ScriptText.withoutComments(text) == sent)
    }
}
