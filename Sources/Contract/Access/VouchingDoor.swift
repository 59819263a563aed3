/// Lets people in on the word of a program that knows who they are, without a secret of theirs.
///
/// Whoever holds it can act as every account: it is given only to what proves each request otherwise, such as by a
/// signature, and knows from its settings which account belongs to whom.
package protocol VouchingDoor: Sendable {
    /// - Parameters:
    ///   - account: The name of somebody's account.
    ///   - requestID: What the history names the request by.
    /// - Returns: What that account may use, through chat.
    /// - Throws: ``Problem`` with `authentication_required` when no such account may come in.
    func signIn(vouchedFor account: String, requestID: String) async throws(Problem) -> any ControlPlane
}
