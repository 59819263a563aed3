import Mustache

/// A model whose members are found by name at once.
///
/// The template library reflects a value anew for each name in a template, and everything around it for each name that a
/// value does not have, which took longer than all else about a page.
final class ReflectedModel: MustacheParent {
    private let members: [String: Any]

    private init(_ children: Mirror.Children) {
        var members: [String: Any] = [:]
        for case (let name?, let value) in children { members[name] = Self.reflected(value) }
        self.members = members
    }

    func child(named name: String) -> Any? { members[name] }

    /// What a template sees of a value in its place; nil for an optional that has none.
    static func reflected(_ value: Any) -> Any? {
        if value is String || value is Bool { return value }
        let mirror = Mirror(reflecting: value)
        return switch mirror.displayStyle {
        case .optional: mirror.children.first.flatMap { reflected($0.value) }
        case .collection: mirror.children.compactMap { reflected($0.value) }
        case .struct where !mirror.children.isEmpty && !speaksForItself(value):
            ReflectedModel(mirror.children)
        default: value
        }
    }

    /// Whether it has a text of its own, or members of its own.
    private static func speaksForItself(_ value: Any) -> Bool {
        value is any CustomStringConvertible || value is any MustacheCustomRenderable
            || value is any MustacheParent
    }
}
