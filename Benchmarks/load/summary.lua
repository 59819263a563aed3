-- The end of every script: one line of JSON for harness/wrk.py. Times are in microseconds.
function done(summary, latency)
    local e = summary.errors
    io.write(string.format(
        '{"requests":%d,"microseconds":%d,"errors":%d,"p50":%.0f,"p99":%.0f}\n',
        summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
        latency:percentile(50), latency:percentile(99)
    ))
end
