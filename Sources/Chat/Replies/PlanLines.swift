import Contract

/// A plan in sentences: what happens where, what does not and why, and what it would wait for.
struct PlanLines {
    private static let maximumReasons = 5

    private let plan: PlanView
    private let leftOut: [PlanView.Target]
    private let say: Tongue

    /// - Parameters:
    ///   - plan: Of what is to be done.
    ///   - leftOut: What was asked for beside it.
    ///   - say: In which language.
    init(_ plan: PlanView, _ leftOut: [PlanView.Target], _ say: Tongue) {
        self.plan = plan
        self.leftOut = leftOut
        self.say = say
    }

    var text: [String] { sentences(for: nil) + targets }

    /// The whole in a few sentences.
    func sentences(for reason: String?) -> [String] {
        var lines: [String] = []
        let moving = plan.targets.count { $0.action != .skip && $0.action != .blocked }
        if moving > 0 {
            lines.append(
                plan.kind == .uninstall
                    ? say("Removes \(counted(moving, "target")).", "대상 \(moving)개를 제거합니다.")
                    : say("Installs \(counted(moving, "target")).", "대상 \(moving)개를 설치합니다.")
            )
        }
        let skipped = plan.targets.count { $0.action == .skip }
        if skipped > 0 {
            lines.append(
                plan.kind == .uninstall
                    ? say(
                        "Skips \(counted(skipped, "target")): not installed.",
                        "대상 \(skipped)개는 설치되어 있지 않아 건너뜁니다."
                    )
                    : say(
                        "Skips \(counted(skipped, "target")): there already.",
                        "대상 \(skipped)개는 이미 있어 건너뜁니다."
                    )
            )
        }
        lines += refusals
        lines += waiting
        if let reason { lines.append(say("Reason: \(reason)", "이유: \(reason)")) }
        return lines
    }

    /// Where each skill goes.
    var targets: [String] {
        var places: [(name: String, providers: [String])] = []
        for target in plan.targets where target.action != .blocked {
            let name = "\(target.skill)@\(target.version) \(say.word(target.action))"
            if let place = places.firstIndex(where: { $0.name == name }) {
                places[place].providers.append(target.provider.rawValue)
            } else if places.count < ChatReply.maximumItems {
                places.append((name, [target.provider.rawValue]))
            }
        }
        let shown = places.reduce(0) { $0 + $1.providers.count }
        return places.map { "- \($0.name): \($0.providers.joined(separator: ", "))" }
            + say.more(plan.targets.count { $0.action != .blocked } - shown)
    }

    private var refusals: [String] {
        let all = leftOut + plan.targets
        let refused = all.filter { $0.action == .blocked }
        var lines = refused.prefix(Self.maximumReasons).map { target in
            let reason = target.reasons.first { $0.level == .error }
            let why = reason.map { ": \($0.message)" } ?? "."
            let place = "\(target.skill)@\(target.version)"
            return say(
                "\(place) is refused on \(target.provider)\(why)",
                "\(target.provider)에서 \(place)이(가) 거부됩니다\(why)"
            )
        }
        lines += say.more(refused.count - Self.maximumReasons)
        let others = leftOut.filter { $0.action != .blocked }
        if !others.isEmpty {
            let names = others.prefix(Self.maximumReasons).map { "\($0.skill) → \($0.provider)" }
            lines.append(
                say(
                    "Left out with it: \(names.joined(separator: ", "))"
                        + (others.count > names.count ? ", …" : "."),
                    "함께 제외됨: \(names.joined(separator: ", "))" + (others.count > names.count ? ", …" : "")
                )
            )
        }
        return lines
    }

    private var waiting: [String] {
        var lines: [String] = []
        if let approval = plan.approval {
            let roles = approval.roles.map(\.rawValue).joined(separator: ", ")
            lines.append(
                say(
                    "\(say.targets(approval.targets)) would wait for an approval by: \(roles).",
                    "\(say.targets(approval.targets))는 승인을 기다립니다. 승인할 수 있는 역할: \(roles)."
                )
            )
        }
        for gate in (plan.gates ?? []).prefix(Self.maximumReasons) { lines.append(say.gate(gate)) }
        return lines
    }
}

extension Tongue {
    var confirm: String { self("Confirm it within five minutes.", "5분 안에 확인해야 실행됩니다.") }
    var nothingToDo: String { self("There is nothing to do.", "할 일이 없습니다.") }

    func gate(_ gate: ClosedGate) -> String {
        let why = gate.reason.map { ": \($0)" } ?? "."
        return switch gate.cause {
        case .providerPaused:
            self(
                "\(gate.provider) is paused; nothing begins there\(why)",
                "\(gate.provider)은(는) 일시 중지 상태입니다\(why)"
            )
        case .workPaused:
            self("Everything is paused; nothing begins\(why)", "모든 작업이 일시 중지 상태입니다\(why)")
        case .breakerOpen:
            self(
                "\(gate.provider) seems to be down; it is tried again by itself.",
                "\(gate.provider)이(가) 응답하지 않아 자동으로 다시 시도합니다."
            )
        case .rateLimited:
            self(
                "\(gate.provider) asked for a wait; it goes on by itself.",
                "\(gate.provider)이(가) 잠시 기다려 달라고 했습니다. 그 뒤 자동으로 이어집니다."
            )
        }
    }
}
