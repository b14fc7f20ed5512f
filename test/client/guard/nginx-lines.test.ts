import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { runGuard } from "../../../client/commands/guard/run-guard.ts"
import { freePort, hasNginx, listening, startNginx } from "../nginx-process.ts"
import { command } from "./guard-world.ts"

/** Shows details by the header or the right postal code, as the document says. */
const tool = createServer((request, response) => {
  const isRight = request.url?.endsWith("?postalCode=K1A0B1") === true
  if (isRight) response.setHeader("x-wayseal-proof", "postalCode")
  if (request.url?.endsWith("?unknown") === true) response.statusCode = 404
  const shows = isRight || request.headers["x-wayseal-shows"] === "details" ? "details" : "phase"
  const isHeeding = request.url?.endsWith("?heedless") === false
  if (shows === "phase" && isHeeding && response.statusCode === 200) response.setHeader("x-wayseal-shown", "phase")
  response.end(isHeeding ? shows : "details")
})

/** The lines of docs/access-logs.md, with other ports, and more time for a machine that is busy with tests. */
function configurationOf(ports: { readonly nginx: number; readonly tool: number; readonly guard: string }) {
  const text = readFileSync("docs/access-logs.md", "utf8")
  const blocks = [...text.matchAll(/```nginx\n(.*?)```/gs)].map(([, lines = ""]) => lines)
  const lines = blocks.find((block) => block.includes("auth_request /"))
  const headers = blocks.find((block) => block.startsWith("# wayseal-headers.conf"))
  const [upstream = "", locations = ""] = lines?.split(/\n\n(.*)/s) ?? []
  const server = `server {\nlisten 127.0.0.1:${ports.nginx};\n${locations.replaceAll("50ms", "10s")}\n}`
  const http = [
    "set_real_ip_from 127.0.0.1; real_ip_header x-test-address;",
    `upstream your-tool { server 127.0.0.1:${ports.tool}; }`,
    upstream.replace("127.0.0.1:9180", ports.guard).replace("/var/log/nginx/lookups.log", "lookups.log"),
    server,
  ].join("\n")
  return { headers, http }
}

describe("the lines for nginx in docs/access-logs.md", () => {
  if (!hasNginx) {
    it.skip("are not run here: they need nginx on the PATH", () => {})
    return
  }
  const folder = mkdtempSync(join(tmpdir(), "wayseal-nginx-"))
  const stop = new AbortController()
  let stopNginx: (() => Promise<void>) | undefined
  let guard: ReturnType<typeof runGuard> | undefined
  let url = ""

  beforeAll(async () => {
    const { promise, resolve: onListening } = Promise.withResolvers<string>()
    guard = runGuard({ ...command, reports: true }, { signal: stop.signal, say: () => {}, onListening })
    const ports = { tool: await listening(tool), guard: new URL(await promise).host, nginx: await freePort() }
    const { headers = "", http } = configurationOf(ports)
    writeFileSync(join(folder, "wayseal-headers.conf"), headers)
    stopNginx = await startNginx(folder, http, ports.nginx)
    url = `http://127.0.0.1:${ports.nginx}`
  })
  afterAll(async () => {
    stop.abort()
    await stopNginx?.()
    await guard
    tool.close().closeAllConnections()
    rmSync(folder, { recursive: true })
  })

  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/track/${path}`, { headers: { "x-test-address": "198.51.100.1", ...headers }, redirect: "manual" })
  const shown = async (path: string, headers: Record<string, string> = {}) => (await ask(path, headers)).text()
  const logged = (part: string) =>
    readFileSync(join(folder, "lookups.log"), "utf8")
      .split("\n")
      .filter((line) => line.includes(part))
      .map((line) => z.object({ status: z.string(), wayseal_shown: z.string() }).parse(JSON.parse(line)))
  const forged = { "x-wayseal-shows": "details", "x-proof": "linkToken", "x-wayseal-proof": "linkToken" }

  it("show the phase to a walk from 400 addresses that asks for details", async () => {
    const seen = new Set<string>()
    for (let step = 0; step < 400; step += 1) {
      const address = { "x-test-address": `10.1.${step >> 8}.${step & 255}` }
      seen.add(await shown(`NP${5_000_000 + ((step * 7_919) % 60_000)}`, { ...address, ...forged }))
    }
    expect([...seen]).toEqual(["phase"])
  })

  it("show details to the session that proved the parcel, of this parcel alone", async () => {
    const session = { cookie: "sid=canary-session" }
    expect(await shown("NP7000001", session)).toBe("phase")
    expect(await shown("NP7000001?postalCode=K1A0B1", session)).toBe("details")
    // nginx reports after it has answered.
    for (let tries = 0; tries < 50 && (await shown("NP7000001", session)) !== "details"; tries += 1);
    expect(await shown("NP7000001", session)).toBe("details")
    expect([await shown("NP7500000", session), await shown("NP7000001")]).toEqual(["phase", "phase"])
  })

  it("log the status of the tool, and where it says that it showed the phase alone", async () => {
    const paths = ["NP7100001", "NP7100002?postalCode=K1A0B1", "NP7100003?unknown", "NP7100004?heedless"]
    for (const path of paths) await shown(path)
    for (let tries = 0; tries < 50 && logged("NP71000").length < paths.length; tries += 1) await shown("NP7200000")
    expect(logged("NP71000")).toEqual([
      { status: "200", wayseal_shown: "phase" },
      { status: "200", wayseal_shown: "" },
      { status: "404", wayseal_shown: "" },
      // A tool that does not heed the guard shows details, and so says nothing.
      { status: "200", wayseal_shown: "" },
    ])
  })

  it("send a walker from one address to prove it", async () => {
    const walk = { "x-test-address": "203.0.113.7" }
    for (let step = 0; step < 20; step += 1) await shown(`NP${8_000_000 + step}`, walk)
    const { status, headers } = await ask("NP8000021", walk)
    expect(status).toBe(302)
    expect(headers.get("location")).toMatch(/\/prove-it$/)
  })

  it("show the phase when the guard is gone, also to who writes otherwise", async () => {
    stop.abort()
    await guard
    const { status } = await ask("NP7300001")
    expect(status).toBe(200)
    for (let tries = 0; tries < 50 && logged("NP73").length < 1; tries += 1) await shown("NP7200000")
    expect(logged("NP73")).toEqual([{ status: "200", wayseal_shown: "phase" }])
    expect(await shown("NP7000001", { cookie: "sid=canary-session", ...forged })).toBe("phase")
  })
})
