-- POST /api/install-runs: one skill, drawn at random, on one provider.
-- Arguments: token, provider, number of skills.
local folder = debug.getinfo(1, "S").source:match("@(.*/)")
dofile(folder .. "summary.lua")

local requests = {}

function init(arguments)
    local headers = {
        ["Authorization"] = "Bearer " .. arguments[1],
        ["Content-Type"] = "application/json",
    }
    for number = 0, tonumber(arguments[3]) - 1 do
        local body = string.format('{"skills":[{"name":"bench-%05d"}],"providers":["%s"]}', number, arguments[2])
        requests[#requests + 1] = wrk.format("POST", "/api/install-runs", headers, body)
    end
    math.randomseed(1)
end

function request()
    return requests[math.random(#requests)]
end
