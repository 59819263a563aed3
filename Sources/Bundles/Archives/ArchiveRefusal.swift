package import Contract

/// Why an archive or folder was refused, whole.
package struct ArchiveRefusal: Error, Equatable, Sendable {
    /// Stable and dotted, such as `archive.path_traversal`: the raw value of a ``Cause``.
    package let code: String
    /// The entry it was found at, with control characters made visible.
    package let path: String?
    /// In English.
    package let message: String
    /// How to mend it, in English.
    package let fix: String
    /// To say both in another language.
    package let wording: Wording

    package init(_ cause: Cause, path: String? = nil) {
        self.init(cause, path: path, cause.message)
    }

    /// - Parameters:
    ///   - cause: What is wrong.
    ///   - variant: Which sentence of the cause it is; nil for its first.
    ///   - path: The entry it was found at.
    ///   - message: What is to be said rather than the cause's own sentence.
    package init(_ cause: Cause, as variant: String? = nil, path: String? = nil, _ message: Phrase) {
        code = cause.rawValue
        self.path = path.map(Self.printable)
        self.message = message.english
        fix = cause.fix.english
        wording = Wording(cause.rawValue, variant, message)
    }

    /// One kind of attack or damage each.
    package enum Cause: String, CaseIterable, Sendable {
        case unsupportedFormat = "archive.unsupported_format"
        case unreadable = "archive.unreadable"
        case empty = "archive.empty"
        case archiveTooLarge = "archive.too_large"
        case tooManyEntries = "archive.too_many_entries"
        case fileTooLarge = "archive.file_too_large"
        case totalTooLarge = "archive.total_too_large"
        case ratio = "archive.ratio"
        case tooDeep = "archive.too_deep"
        case pathTraversal = "archive.path_traversal"
        case pathAbsolute = "archive.path_absolute"
        case pathBackslash = "archive.path_backslash"
        case pathDriveLetter = "archive.path_drive_letter"
        case pathControlCharacter = "archive.path_control_character"
        case pathHiddenCharacter = "archive.path_hidden_character"
        case pathInvalid = "archive.path_invalid"
        case pathTooLong = "archive.path_too_long"
        case nameEncoding = "archive.name_encoding"
        case symlink = "archive.symlink"
        case hardLink = "archive.hard_link"
        case specialFile = "archive.special_file"
        case duplicate = "archive.duplicate"
        case caseCollision = "archive.case_collision"
        case unicodeCollision = "archive.unicode_collision"
        case fileFolderConflict = "archive.file_folder_conflict"
        case encrypted = "archive.encrypted"
        case unsupportedMethod = "archive.unsupported_method"
        case overlap = "archive.overlap"
        case headerMismatch = "archive.header_mismatch"
        case sizeMismatch = "archive.size_mismatch"
        case checksum = "archive.checksum"
        case countMismatch = "archive.count_mismatch"
        case hiddenData = "archive.hidden_data"
        case leadingData = "archive.leading_data"
        case trailingData = "archive.trailing_data"
        case multiDisk = "archive.multi_disk"
        case zip64 = "archive.zip64"
        case rootAmbiguous = "archive.root_ambiguous"
        case folderAbsent = "folder.absent"
        case notAFolder = "folder.not_a_folder"
        case folderUnreadable = "folder.unreadable"
    }

    /// The text with everything a terminal or a log would act on replaced, so that a name cannot forge a line.
    static func printable(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            shown.append(scalar.isControl || scalar.isHidden ? "\u{FFFD}" : scalar)
        }
        return String(String(shown).prefix(300))
    }
}
