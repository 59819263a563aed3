import Contract

extension ArchiveRefusal.Cause {
    var message: Phrase {
        switch self {
        case .unsupportedFormat: "This is not a zip, .skill, tar or tar.gz archive."
        case .unreadable: "The archive is damaged or cut short."
        case .empty: "The archive holds no files."
        case .archiveTooLarge: "The archive is larger than is taken in."
        case .tooManyEntries: "The archive has more entries than are taken in."
        case .fileTooLarge: "A file is larger than is taken in."
        case .totalTooLarge: "The files together are larger than is taken in."
        case .ratio: "The content unpacks to more than 100 times its packed size."
        case .tooDeep: "The folders are nested too deep."
        case .pathTraversal: "A path contains \"..\" and could lead out of the skill."
        case .pathAbsolute: "A path starts at the root of the file system."
        case .pathBackslash: "A path contains a backslash."
        case .pathDriveLetter: "A path starts with a drive letter."
        case .pathControlCharacter: "A path contains control characters."
        case .pathHiddenCharacter: "A path contains invisible or text-direction characters."
        case .pathInvalid: "A path is empty or has an empty, \".\" or otherwise unusable part."
        case .pathTooLong: "A path or a part of one is too long for common file systems."
        case .nameEncoding: "A file name is not UTF-8."
        case .symlink: "The archive contains a symbolic link."
        case .hardLink: "The archive contains a hard link."
        case .specialFile: "The archive contains a device, pipe or socket."
        case .duplicate: "The same path occurs twice."
        case .caseCollision: "Two paths differ only in upper and lower case."
        case .unicodeCollision: "Two paths look the same and differ only in Unicode form."
        case .fileFolderConflict: "A path is both a file and a folder."
        case .encrypted: "An entry is encrypted."
        case .unsupportedMethod: "An entry uses a compression method other than deflate."
        case .overlap: "Entries share the same bytes of the archive."
        case .headerMismatch: "The archive's directory and an entry's own header disagree."
        case .sizeMismatch: "An entry unpacks to another size than declared."
        case .checksum: "An entry's checksum is wrong."
        case .countMismatch: "The archive's directory holds another number of entries than declared."
        case .hiddenData: "The archive holds data that its directory does not list."
        case .leadingData: "Something stands before the archive's first entry."
        case .trailingData: "Something stands behind the archive's end."
        case .multiDisk: "The archive is one part of several."
        case .zip64: "The archive uses the zip64 form, which no skill needs."
        case .rootAmbiguous: "SKILL.md lies neither at the top nor in a single top-level folder."
        case .folderAbsent: "The folder does not exist."
        case .notAFolder: "This is not a folder."
        case .folderUnreadable: "The folder or a file in it cannot be read."
        }
    }

    var fix: Phrase {
        switch self {
        case .unsupportedFormat, .unsupportedMethod, .zip64, .multiDisk, .encrypted:
            "Pack the skill's folder as an ordinary zip: `zip -r skill.zip my-skill`."
        case .unreadable, .headerMismatch, .sizeMismatch, .checksum, .countMismatch, .overlap, .hiddenData,
            .leadingData, .trailingData:
            "Pack the skill's folder again, and check that the file was transferred completely."
        case .empty: "Put SKILL.md into the archive."
        case .archiveTooLarge, .totalTooLarge, .fileTooLarge:
            "Leave out large assets, or let the skill fetch them when it runs."
        case .tooManyEntries: "Leave out generated files and dependencies such as node_modules."
        case .ratio: "Leave out the file that is nearly all repetition, or generate it when the skill runs."
        case .tooDeep, .pathTooLong: "Use fewer folders and shorter names."
        case .pathTraversal, .pathAbsolute, .pathBackslash, .pathDriveLetter, .pathInvalid:
            "Pack with plain relative paths and forward slashes."
        case .pathControlCharacter, .pathHiddenCharacter: "Rename the file with visible characters only."
        case .nameEncoding: "Pack with UTF-8 names; on Windows, 7-Zip with the option `cu=on` does."
        case .symlink, .hardLink:
            "Replace the link by a copy of the file it points to: `zip` without `-y` does."
        case .specialFile: "Leave everything out but ordinary files and folders."
        case .duplicate, .caseCollision, .unicodeCollision, .fileFolderConflict:
            "Keep one of the two and pack again."
        case .rootAmbiguous: "Pack one skill's folder and nothing beside it."
        case .folderAbsent, .notAFolder: "Name the folder that holds SKILL.md."
        case .folderUnreadable: "Check the folder's permissions."
        }
    }
}
