import Contract
// Unicode normalisation is in full Foundation only, which GRDB links anyway.
import Foundation
import Store

/// What a password has to be (NIST SP 800-63B, section 3.1.1.2): long, and not one that everybody tries first.
///
/// Nothing is asked of its composition.
enum PasswordRules {
    static let length = 12...256

    static func faults(_ password: String, of name: String, at pointer: String) -> [Problem.Fault] {
        guard length.contains(password.unicodeScalars.count) else {
            let (least, most) = (length.lowerBound, length.upperBound)
            let rule: Phrase = "A password has \(least, as: "least") to \(most, as: "most") characters."
            return [.init(pointer, .length, as: "password", rule)]
        }
        let folded = AccountTable.folded(password)
        if folded == AccountTable.folded(name) {
            return [
                .init(pointer, .format, as: "password_name", "A password is not the name of the account.")
            ]
        }
        if common.contains(folded) || Set(folded).count < 4 {
            return [
                .init(
                    pointer,
                    .format,
                    as: "password_common",
                    "This is one of the passwords that are tried first."
                )
            ]
        }
        return []
    }

    /// The same bytes for what looks the same, on whatever system it was typed (RFC 8265, section 4.2.2).
    static func normalized(_ password: String) -> [UInt8] {
        Array(password.precomposedStringWithCanonicalMapping.utf8)
    }

    /// Those of the often-leaked ones that are long enough, and obvious ones of ours; in lower case.
    private static let common: Set = [
        "0123456789ab", "012345678910", "1234567890123", "123456789012", "12345678901234", "1234567890qwerty",
        "123456789abc", "123456789qwerty", "123qweasdzxc", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u", "1qaz2wsx3edc",
        "1qaz2wsx3edc4rfv", "987654321012", "a1b2c3d4e5f6", "abcd12345678", "abcdefghijkl",
        "abcdefghijklmnop",
        "adminadminadmin", "administrator", "administrator1", "asdfghjkl123", "asdfghjkl;'", "baseball1234",
        "changeme1234", "changemechangeme", "correcthorsebatterystaple", "football1234", "helloworld123",
        "iloveyou1234", "iloveyouiloveyou", "letmein12345", "letmeinletmein", "passw0rd1234", "password1234",
        "password12345", "password123456", "passwordpassword", "p@ssw0rd1234", "q1w2e3r4t5y6", "qazwsxedcrfv",
        "qwer1234qwer1234", "qwerasdfzxcv", "qwerty123456", "qwertyuiop12", "qwertyuiop123", "qwertyuiopasdf",
        "skillyard1234", "skillyardskillyard", "sunshine1234", "welcome12345", "zaq12wsxcde3", "zaq1zaq1zaq1",
    ]
}
