import { readdir, readFile, rm, writeFile } from "node:fs/promises"
import type { IncomingMessage, ServerResponse } from "node:http"
import { join } from "node:path"
import { runInNewContext } from "node:vm"
import { gzipSync } from "node:zlib"
import sirv from "sirv"
import * as z from "zod"
import { pagePolicy } from "../../console/page-policy.ts"
import { isOfSignIn } from "../../shared/pages/sign-in/return-path.ts"
import { buildPages } from "../pages/build-pages.ts"
import {
  consolePath,
  documentationPath,
  documentationPolicy,
  nameConsoleFile,
  nameDocumentFile,
} from "../pages/page-paths.ts"

/** Answers a request for a page. @returns whether the path is one of a page */
export type PageServer = (request: IncomingMessage, response: ServerResponse) => boolean

export type ServedPages = { readonly serve: PageServer; readonly stop: () => Promise<void> }

/** What a function of CloudFront gives back: the request that goes on, or an answer. */
const named = z.union([
  z.object({ statusCode: z.number(), headers: z.record(z.string(), z.object({ value: z.string() })) }),
  z.object({ uri: z.string() }),
])

/**
 * Builds the console and the documentation, and serves them as the edge of a stage does: same paths, compressed, and
 * the same policy, but for the bucket.
 */
export async function servePages(): Promise<ServedPages> {
  const { consoleFolder = "", documentationFolder = "" } = await buildPages({ console: true, documentation: true })
  for (const folder of [consoleFolder, documentationFolder]) await compressIn(folder)
  const pages = [
    pagesOf({ path: consolePath, folder: consoleFolder, nameFile: nameConsoleFile, policy: pagePolicy() }),
    pagesOf({
      path: documentationPath,
      folder: documentationFolder,
      nameFile: nameDocumentFile,
      policy: documentationPolicy,
    }),
  ]
  return {
    serve: (request, response) => pages.some((serve) => serve(request, response)),
    stop: async () => {
      for (const folder of [consoleFolder, documentationFolder]) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Puts a compressed copy beside each file of text, for the server to find. */
async function compressIn(folder: string): Promise<void> {
  for (const file of await readdir(folder, { recursive: true }))
    if (/\.(css|html|js|json|svg)$/.test(file)) {
      const path = join(folder, file)
      await writeFile(`${path}.gz`, gzipSync(await readFile(path)))
    }
}

function pagesOf(of: {
  readonly path: string
  readonly folder: string
  readonly nameFile: string
  readonly policy: string
}): PageServer {
  const headers = {
    "content-security-policy": of.policy,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  }
  const files = sirv(of.folder, {
    etag: true,
    gzip: true,
    setHeaders: (response) => void response.setHeaders(new Map(Object.entries(headers))),
  })
  return (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost")
    const isBelow = pathname === of.path || pathname.startsWith(`${of.path}/`)
    if (!isBelow || isOfSignIn(pathname)) return false
    const event = { request: { uri: pathname } }
    const answer = named.parse(runInNewContext(`${of.nameFile}\nhandler(event)`, { event }))
    if ("statusCode" in answer) {
      response.writeHead(answer.statusCode, { location: answer.headers["location"]?.value ?? of.path }).end()
      return true
    }
    request.url = answer.uri.slice(of.path.length)
    files(request, response, () => void response.writeHead(404, headers).end())
    return true
  }
}
