import Contract
import Domain
import Testing

@Suite("What makes what stands be what is desired")
struct ConvergenceTests {
    private static let skills = ["a", "b", "c", "d", "e"]
    private static let providers = ["p", "q", "r"].map { ProviderID(rawValue: $0) }

    private static func state(_ random: inout some RandomNumberGenerator)
        -> [Convergence.Place: Convergence.Content]
    {
        var state: [Convergence.Place: Convergence.Content] = [:]
        for skill in skills {
            for provider in providers where Bool.random(using: &random) {
                let version = Int.random(in: 1...2, using: &random)
                state[.init(skill, on: provider)] = .init(version: version, digest: "\(skill)\(version)")
            }
        }
        return state
    }

    @Test("carrying the requests out leads there, touching nothing else, whatever the two states are")
    func requestsLeadThere() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let (desired, standing) = (Self.state(&random), Self.state(&random))
            let convergence = Convergence(desired: desired, standing: standing)
            var reached = standing
            var touched = 0
            for request in convergence.requests() {
                #expect(Set(request.skills.map(\.name)).count == request.skills.count)
                for skill in request.skills {
                    for provider in request.providers {
                        let place = Convergence.Place(skill.name, on: provider)
                        touched += 1
                        if request.kind == .install {
                            let version = try #require(skill.version)
                            reached[place] = .init(version: version, digest: "\(skill.name)\(version)")
                        } else {
                            #expect(reached.removeValue(forKey: place) != nil)
                        }
                    }
                }
            }
            #expect(reached == desired)
            #expect(touched == convergence.installs.count + convergence.removals.count)
            #expect(Convergence(desired: desired, standing: reached).requests().isEmpty)
        }
    }

    @Test func skillsThatChangeAtTheSameProvidersShareARun() {
        let providers = Self.providers
        var desired: [Convergence.Place: Convergence.Content] = [:]
        for skill in Self.skills {
            for provider in providers {
                desired[.init(skill, on: provider)] = .init(version: 1, digest: skill)
            }
        }
        let all = Convergence(desired: desired, standing: [:])
        #expect(all.requests().count == 1)
        let left = all.requests(without: [.init("a", on: providers[0])])
        #expect(left.map(\.providers.count).sorted() == [2, 3])
        #expect(left.flatMap(\.skills).count == 5)
    }

    @Test func aRunIsNoLargerThanItMayBe() {
        var desired: [Convergence.Place: Convergence.Content] = [:]
        for number in 0..<6000 {
            for provider in Self.providers.prefix(2) {
                desired[.init("s\(number)", on: provider)] = .init(version: 1, digest: "d")
            }
        }
        let requests = Convergence(desired: desired, standing: [:]).requests()
        #expect(requests.allSatisfy { $0.skills.count * $0.providers.count <= RunRequest.maximumTargets })
        #expect(requests.reduce(0) { $0 + $1.skills.count } == 6000)
    }

    @Test func theSameContentUnderAnotherNumberStaysAsItIs() {
        let place = Convergence.Place("a", on: Self.providers[0])
        let convergence = Convergence(
            desired: [place: .init(version: 3, digest: "d")],
            standing: [place: .init(version: 1, digest: "d")]
        )
        #expect(convergence.requests().isEmpty)
        #expect(convergence.unchanged == 1)
    }
}
