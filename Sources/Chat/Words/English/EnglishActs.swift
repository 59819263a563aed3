extension Lexicon {
    /// Verbs by their four forms: install, installs, installed, installing; others of the last two may follow.
    static let englishActs: [(Meaning, [String])] = englishVerbs.flatMap { act, verbs in
        verbs.flatMap { verb -> [(Meaning, [String])] in
            let forms = verb.split(separator: "/").map(String.init)
            let moods: [Mood] = [.base, .statement, .adnominal, .nominal, .adnominal, .nominal]
            return zip(forms, moods).map { form, mood in (.act(act, mood), [form]) }
        }
    }

    private static let englishVerbs: [(Act, [String])] = [
        (
            .install,
            [
                "install/installs/installed/installing", "deploy/deploys/deployed/deploying",
                "reinstall/reinstalls/reinstalled/reinstalling", "put/puts/putted/putting",
                "push/pushes/pushed/pushing", "add/adds/added/adding", "ship/ships/shipped/shipping",
                "roll out/rolls out/rolled out/rolling out", "set up/sets up/setup/setting up",
                "update/updates/updated/updating", "upgrade/upgrades/upgraded/upgrading",
                "redeploy/redeploys/redeployed/redeploying",
                "distribute/distributes/distributed/distributing",
                "installation/installations/deployment/deployments",
            ]
        ),
        (
            .uninstall,
            [
                "uninstall/uninstalls/uninstalled/uninstalling", "remove/removes/removed/removing",
                "delete/deletes/deleted/deleting", "get rid of/gets rid of/got rid of/getting rid of",
                "drop/drops/dropped/dropping", "purge/purges/purged/purging", "erase/erases/erased/erasing",
                "wipe/wipes/wiped/wiping", "strip/strips/stripped/stripping",
                "uninstallation/removal",
            ]
        ),
        (
            .retry,
            [
                "retry/retries/retried/retrying", "rerun/reruns/reran/rerunning",
                "re-run/re-runs/re-ran/re-running", "redo/redoes/redone/redoing",
                "restart/restarts/restarted/restarting",
                "try again/tries again/tried again/trying again", "another try", "another go", "another shot",
                "one more try", "one more go", "one more shot",
            ]
        ),
        (
            .rollback,
            [
                "rollback/rollbacks/rollbacked/rollbacking", "roll back/rolls back/rolled back/rolling back",
                "revert/reverts/reverted/reverting", "undo/undoes/undone/undoing/undid",
                "restore/restores/restored/restoring", "go back", "switch back",
                "back out/backs out/backed out/backing out",
            ]
        ),
        (
            .cancel,
            [
                "cancel/cancels/canceled/canceling/cancelled/cancelling", "stop/stops/stopped/stopping",
                "abort/aborts/aborted/aborting", "halt/halts/halted/halting", "kill/kills/killed/killing",
            ]
        ),
        (.approve, ["approve/approves/approved/approving", "accept/accepts/accepted/accepting"]),
        (
            .refuse,
            [
                "refuse/refuses/refused/refusing", "reject/rejects/rejected/rejecting",
                "deny/denies/denied/denying", "decline/declines/declined/declining",
            ]
        ),
        (
            .acknowledge,
            [
                "ack/acks/acked/acking", "acknowledge/acknowledges/acknowledged/acknowledging",
                "ack_alert", "dismiss/dismisses/dismissed/dismissing",
            ]
        ),
        (.pause, ["pause/pauses/paused/pausing", "suspend/suspends/suspended/suspending", "pause_provider"]),
        (
            .resume,
            ["resume/resumes/resumed/resuming", "unpause/unpauses/unpaused/unpausing", "resume_provider"]
        ),
        (
            .plan,
            [
                "plan/plans/planned/planning", "dry run/dry runs", "dry-run/dry-runs", "dryrun",
                "preview/previews/previewed/previewing", "simulate/simulates/simulated/simulating",
            ]
        ),
        (
            .preflight,
            ["preflight/preflights/preflighted/preflighting", "pre-flight", "precheck", "pre-check"]
        ),
    ]

    /// Verbs that change nothing.
    static let englishReads: [(Meaning, [String])] = [
        (
            .act(.show, .base),
            [
                "show", "list", "display", "view", "see", "tell", "check", "print", "look at", "look up",
                "give",
                "get", "let me see", "show me", "tell me", "give me", "lookup", "fetch", "read",
            ]
        ),
        (.act(.search, .base), ["search", "find", "search for", "look for", "looking for", "filter"]),
        (
            .act(.explain, .base),
            ["explain", "describe", "summarize", "summarise", "details", "detail", "about"]
        ),
        (
            .act(.exist, .statement),
            ["have", "has", "had", "contains", "contain", "exist", "exists", "there"]
        ),
        (
            .act(.work, .statement),
            [
                "doing", "working", "going", "go", "goes", "went", "happen", "happened", "happening",
                "progress",
            ]
        ),
        (
            .act(.finish, .statement),
            [
                "done", "finished", "finish", "complete", "completed", "over", "ready", "end", "ended",
                "succeed",
            ]
        ),
        (.act(.acknowledge, .adnominal), ["as acknowledged", "as acked"]),
        (.act(.carry, .adnominal), ["started", "launched", "requested", "submitted", "kicked off"]),
        (.noun(.runState("failed")), ["failed", "fail", "fails", "failing", "failure", "failures"]),
        (
            .noun(.runState("partial_failed")),
            [
                "partially failed", "partly failed", "partial failed", "partial_failed", "partial failure",
                "partial failures", "partial-failed", "partially_failed", "partly_failed",
            ]
        ),
        (.noun(.runState("success")), ["success", "successful", "succeeded", "successes", "successfully"]),
        (.noun(.runState("running")), ["running", "in progress", "in-progress", "in flight", "active runs"]),
        (.noun(.runState("queued")), ["queued", "waiting", "pending", "queue"]),
    ]
}
