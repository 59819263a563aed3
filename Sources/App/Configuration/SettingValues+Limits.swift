import Requests

/// What one caller may ask for; more where a server is alone on its machine: who tries it out or measures it there
/// needs more, and there is nobody to be kept from others.
extension SettingValues {
    func requestQuotas(isAlone: Bool) -> RequestLimits.Quotas {
        RequestLimits.Quotas(
            perCaller: limit(.requestsPerMinute, else: isAlone ? 600_000 : 12_000),
            perAddress: limit(.anonymousRequestsPerMinute, else: isAlone ? 60_000 : 1_200)
        )
    }

    func streamsPerCaller(isAlone: Bool) -> Int? { limit(.streamsPerCaller, else: isAlone ? 5_000 : 50) }
}
