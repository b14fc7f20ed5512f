import type { Server } from "node:net"
import * as z from "zod"

/**
 * Lets a server listen at 127.0.0.1, at the preferred port or, if another process has that, at one that the system
 * picks. From then on the port is taken: nothing is looked for now and bound later.
 *
 * @param preferred 0 lets the system pick at once
 * @returns the port
 */
export async function listenLocally(server: Server, preferred: number): Promise<number> {
  try {
    return await listen(server, preferred, "127.0.0.1")
  } catch (error) {
    if (preferred === 0 || !isTaken(error)) throw error
    return listen(server, 0, "127.0.0.1")
  }
}

/**
 * The same for two servers at one port, of which the second listens at ::1, the other address that browsers take for
 * localhost. Not every machine has that address.
 *
 * @returns the port, and the servers that listen
 */
export async function listenTwice<Listening extends Server>(
  servers: () => readonly [Listening, Listening],
  preferred: number,
): Promise<{ readonly port: number; readonly listening: readonly Listening[] }> {
  const [first, second] = servers()
  const port = await listenLocally(first, preferred)
  try {
    await listen(second, port, "::1")
    return { port, listening: [first, second] }
  } catch (error) {
    if (!isTaken(error)) return { port, listening: [first] }
    // Another process would get what browsers send to localhost.
    await new Promise<void>((settle) => first.close(() => settle()))
    return listenTwice(servers, 0)
  }
}

const taken = z.object({ code: z.literal("EADDRINUSE") })
const isTaken = (error: unknown): boolean => taken.safeParse(error).success

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((settle, fail) => {
    server.once("error", fail)
    server.listen(port, host, () => {
      server.off("error", fail)
      const address = server.address()
      if (typeof address === "object" && address !== null) settle(address.port)
      else fail(new Error(`No port of ${host} opened`))
    })
  })
}
