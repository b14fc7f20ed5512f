import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { silentTelemetry } from "../../shared/base/platform/telemetry.ts"
import { operatorCookieName } from "../../shared/pages/operator/operator-session.ts"
import { recipientPageRoutes } from "../../shared/pages/recipient/recipient-page-routes.ts"
import { sessionKeyOf } from "../../shared/parties/sessions/session.ts"
import { operatorWorld } from "../pages/operator/operator-world.ts"
import { servePages } from "./page-server.ts"

const notAsked = async (): Promise<never> => {
  throw new Error("Nobody looks up a parcel here.")
}

/** The operator's page on a port of this machine, for a browser in which an operator is signed in. */
export async function operatorPageWorld() {
  const world = await operatorWorld()
  const { issuer, clientId } = world.tools.settings
  async function beginSession(): Promise<void> {
    const now = world.tools.clock()
    await world.sessions.begin({
      ...{ sessionKey: sessionKeyOf("held"), operatorId: "operator-1", issuer, clientId },
      ...{
        signedInAt: now.toISOString(),
        lastSeenAt: now.toISOString(),
        expiresAt: Math.floor(now.getTime() / 1_000) + 3_600,
      },
    })
  }
  await beginSession()
  const recipient = httpPipeline({
    routes: recipientPageRoutes({ lookUpShipment: notAsked, moreOfParcel: notAsked }),
    telemetry: silentTelemetry,
  })
  const server = await servePages((event, context) => {
    if (typeof event !== "object" || event === null) return notAsked()
    const isOfRecipient = "rawPath" in event && String(event.rawPath).startsWith("/t/")
    const signedIn = { ...event, cookies: [`${operatorCookieName}=held`] }
    return isOfRecipient ? recipient(event, context) : world.handler(signedIn, context)
  })
  return {
    ...world,
    server,
    /** Signs the operator in again after a sign-out. */
    beginSession,
    async stop() {
      await server.stop()
      await world.stop()
    },
  }
}
