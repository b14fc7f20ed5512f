import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { join } from "node:path"
import * as z from "zod"

/** Whether nginx is on the PATH. */
export const hasNginx = (() => {
  try {
    execFileSync("nginx", ["-v"], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
})()

const portOf = (server: Server): number => z.looseObject({ port: z.number() }).parse(server.address()).port

/** Lets a server listen on a free port of this machine. */
export async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return portOf(server)
}

export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listening(server)
  server.close()
  await once(server, "close")
  return port
}

/** Starts nginx with these lines in its block `http`, and ends it with what it returns. */
export async function startNginx(folder: string, http: string, port: number): Promise<() => Promise<void>> {
  const main = "daemon off; master_process off; pid nginx.pid; error_log error.log;"
  writeFileSync(join(folder, "nginx.conf"), `${main}\nevents {}\nhttp {\n${http}\n}\n`)
  const nginx = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "ignore" })
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}`).catch(() => undefined)
    if (answer !== undefined)
      return async () => {
        if (nginx.kill()) await once(nginx, "exit")
      }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nginx does not answer: ${readFileSync(join(folder, "error.log"), "utf8")}`)
}
