-- POST /http/skills of the simulator, with the headers that the adapter sends. Argument: bytes of the body.
local folder = debug.getinfo(1, "S").source:match("@(.*/)")
dofile(folder .. "summary.lua")

local body
local sent = 0

function init(arguments)
    body = string.rep("z", tonumber(arguments[1]))
end

function request()
    sent = sent + 1
    return wrk.format("POST", "/http/skills", {
        ["Authorization"] = "Bearer sandbox",
        ["Content-Type"] = "application/zip",
        ["Idempotency-Key"] = string.format("00000000-0000-7000-8000-%012d", sent),
        ["Skill-Name"] = string.format("bench-%05d", sent % 500),
        ["Skill-Version"] = "1",
        ["Digest-SHA256"] = string.rep("0", 64),
    }, body)
end
