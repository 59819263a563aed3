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
        switch value {
        // What has a text of its own, or members of its own.
        case is any CustomStringConvertible, is any MustacheCustomRenderable, is any MustacheParent:
            return known(value)
        default: return mirrored(value)
        }
    }

    private static func known(_ value: Any) -> Any? {
        if value is String || value is Bool { return value }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { reflected($0.value) }
        case .collection: return mirror.children.compactMap { reflected($0.value) }
        default: return value
        }
    }

    private static func mirrored(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { reflected($0.value) }
        case .struct where !mirror.children.isEmpty: return ReflectedModel(mirror.children)
        default: return value
        }
    }
}
