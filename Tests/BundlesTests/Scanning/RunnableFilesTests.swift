import Bundles
import Contract
import Testing

@Suite struct RunnableFilesTests {
    private func runs(_ path: String, executable: Bool = false) -> Bool {
        !RunnableFiles.paths(
            among: [BundleFileView(path: path, size: 1, sha256: "", executable: executable)]
        ).isEmpty
    }

    @Test(
        arguments: [
            "scripts/a.sh", "a.PY", "lib/x.js", "package.json", "book.ipynb", "page.html", "Makefile", "tool",
            "bin/data.wasm", "scripts/steps.txt", "sub/scripts/notes.rst", ".hidden", "scripts/run.json",
            "scripts/README.md",
            "scripts/logo.png", "a.svg",
        ]
    )
    func whatSomethingMayRunIsFound(_ path: String) {
        #expect(runs(path))
    }

    @Test(arguments: [
        "SKILL.md", "sub/README.md", "a.json", "b.yaml", "notes.txt", "LICENSE", "logo.PNG",
        "description/a.md",
    ])
    func whatIsOnlyReadIsNot(_ path: String) {
        #expect(!runs(path))
        #expect(runs(path, executable: true))
    }

    @Test func theyComeInTheOrderOfTheFiles() {
        let files = ["SKILL.md", "z.sh", "a.sh"].map {
            BundleFileView(path: $0, size: 1, sha256: "", executable: false)
        }
        #expect(RunnableFiles.paths(among: files) == ["z.sh", "a.sh"])
    }
}
