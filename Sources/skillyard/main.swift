import App
import AsyncHTTPClient
import Client
import Glibc

let client = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPControlPlane.clientConfiguration
)
let status = await CommandLineTool.main(LiveRoot(RemoteAccess(httpClient: client)))
exit(status)
