import Contract
import Domain
import Store

extension RunPlanner {
    /// What stands of these skills at each provider: asked once for each, however many targets there are.
    func standing(of skills: [InstallableVersion], on providers: [Provider]) throws
        -> [ProviderID: [SkillID: InstallTask.Installed]]
    {
        let table = InstallationTable(connection)
        var standing: [ProviderID: [SkillID: InstallTask.Installed]] = [:]
        for provider in providers {
            standing[provider.id] = try table.current(of: skills.map(\.skillID), on: provider.id)
        }
        return standing
    }

    /// How what stands there was found to differ from the ledger.
    func drifts(of skills: [InstallableVersion], on providers: [Provider]) throws
        -> [ProviderID: [SkillID: Drift]]
    {
        let table = DriftFindingTable(connection)
        var drifts: [ProviderID: [SkillID: Drift]] = [:]
        let counts = try table.counts()
        for provider in providers where counts[provider.id] != nil {
            drifts[provider.id] = try table.open(of: skills.map(\.skillID), on: provider.id)
                .mapValues(\.drift)
        }
        return drifts
    }
}
