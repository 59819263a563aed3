import Contract
import HTTPTypes
import Hummingbird

extension WebSite {
    static let setUpRoutes: [Route] = [
        .open(.get, "/setup") { visit in
            try visit.setUpPage(SetUpModel(visit.query, visit.words))
        },
        .open(.post, "/setup", setUp),
    ]

    private static let setUp: @Sendable (Visit) async throws -> Response = { visit in
        let form = try await visit.form()
        do throws(Problem) {
            let secret = try await visit.setUp(form)
            await visit.endFormerSession()
            return visit.entering(nil, with: secret)
        } catch {
            guard error.code == .authenticationRequired || error.isAboutWhatWasEntered else { throw error }
            return try visit.setUpPage(SetUpModel(form, visit.words, refused: error))
        }
    }
}

extension Visit {
    fileprivate func setUp(_ form: FormFields) async throws(Problem) -> String {
        try PasswordEntry.requireSame(form, as: "password")
        let request = SetUpRequest(
            code: form["code"]?.filter { !$0.isWhitespace } ?? "",
            signIn: SignInRequest(
                name: form["name"]?.trimmed ?? "",
                password: form["password"] ?? "",
                address: callerAddress
            )
        )
        return try await site.frontDoor.setUp(request, requestID: requestID, source: .web).secret
    }

    fileprivate func setUpPage(_ model: SetUpModel) throws -> Response {
        let status: HTTPResponse.Status = model.isRefused ? .unprocessableContent : .ok
        var response = try page("sign-in/setup", title: words["signin.setup_title"], status: status, model)
        // The code stands in the address.
        response.headers[.referrerPolicy] = "no-referrer"
        return askingForSecureCookies(response)
    }
}

/// The form that makes the first administrator's account.
struct SetUpModel: Sendable {
    /// From the link; nil when it has to be entered.
    let code: String?
    let fields: [FormField]
    let notice: FormFaults.Notice?
    let isRefused: Bool
    /// Whether the link is of no use any more.
    let isUsed: Bool

    init(_ form: FormFields, _ words: Words, refused: Problem? = nil) {
        let faults = FormFaults(refused, words)
        isUsed = refused?.code == .authenticationRequired
        code = isUsed ? nil : form["code"]
        notice = faults.notice
        isRefused = refused != nil
        let codeField = FormField.text(
            "code",
            words["signin.setup_code"],
            help: words["signin.setup_code_help"],
            value: nil,
            isRequired: true
        )
        let name = FormField.text(
            "name",
            words["signin.name"],
            help: words["signin.name_help"],
            value: form["name"],
            autocomplete: "username",
            length: 64,
            isRequired: true,
            faults: faults["/name"]
        )
        let passwords = PasswordEntry.fields("password", words["signin.password"], faults, words)
        fields = (code == nil ? [codeField] : []) + [name] + passwords
    }
}

/// A new password, entered twice.
enum PasswordEntry {
    /// - Throws: ``Problem`` with `validation_failed` when it was not the same twice.
    static func requireSame(_ form: FormFields, as name: String) throws(Problem) {
        guard form[name] != form["again"] else { return }
        let fault = Problem.Fault("/again", .format, as: "password_again", "These are not the same.")
        throw Problem(.validationFailed, as: "one", "One value is invalid.", errors: [fault])
    }

    /// Nothing of what was entered comes back.
    static func fields(_ name: String, _ label: String, _ faults: FormFaults, _ words: Words) -> [FormField] {
        [
            .text(
                name,
                label,
                help: words["signin.password_help"],
                value: nil,
                type: "password",
                autocomplete: "new-password",
                isRequired: true,
                faults: faults["/\(name)"]
            ),
            .text(
                "again",
                words["signin.again"],
                value: nil,
                type: "password",
                autocomplete: "new-password",
                isRequired: true,
                faults: faults["/again"]
            ),
        ]
    }
}
