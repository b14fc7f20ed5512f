import { expect, it } from "@jest/globals"
import { judgeSignIn } from "../../../../infra/cli/preflight/judge-sign-in.ts"
import { stageConfig } from "../../../../infra/stages/stage-config.ts"
import { signInSettings } from "../../../../shared/parties/sign-in-settings.ts"

const browserEdge = { domain: "hub.example", hostedZoneId: "Z0123456789ABCDEFGHIJ" }
const stage = { name: "prod", settings: stageConfig.parse({ region: "ca-central-1", browserEdge }) }
const at = (issuer: string) => signInSettings.parse({ issuer, clientId: "wayseal", roles: { officer: ["officer"] } })

it("names the redirect URI of each party whose people sign in", () => {
  const parties = [
    { id: "leafline", signIn: at("https://login.leafline.example") },
    { id: "northpost", signIn: at("https://login.leafline.example") },
    { id: "mute" },
  ]
  expect(judgeSignIn(parties, stage).map(({ state, text }) => [state, text.split(" ").at(-1)])).toEqual([
    ["note", "https://hub.example/desk/signed-in/leafline"],
    ["note", "https://hub.example/desk/signed-in/northpost"],
  ])
})

it.each(["http://127.0.0.1:8788", "https://10.0.0.1", "https://login.intranet"])(
  "asks for another issuer than %s, which the hub does not read",
  (issuer) => {
    expect(judgeSignIn([{ id: "leafline", signIn: at(issuer) }], stage)).toMatchObject([{ state: "toDo" }])
  },
)
