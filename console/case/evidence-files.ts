import { ApiProblem } from "../api/api-problem.ts"
import { answerOf, api } from "../api/console-api.ts"
import type { CommandHeaders } from "../api/use-command.ts"

/** A page of the party's own files about a case. */
export const readEvidence = (caseAlias: string, after: string | undefined) =>
  answerOf(
    api.GET("/v1/cases/{caseAlias}/evidence", {
      params: { path: { caseAlias }, query: after === undefined ? {} : { after } },
    }),
  )

export type EvidenceFile = Awaited<ReturnType<typeof readEvidence>>["body"]["evidence"][number]

/** The kinds of files that the hub takes, by the end of their name. */
export const contentTypes = {
  ".pdf": "application/pdf",
  ".json": "application/json",
  ".zip": "application/zip",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".eml": "message/rfc822",
  ".csv": "text/csv",
  ".txt": "text/plain",
  ".log": "text/plain",
} as const satisfies Record<`.${string}`, EvidenceFile["contentType"]>

/** The hub takes files up to this length. */
const mostBytes = 20_000_000

/**
 * Declares a file and sends its bytes.
 * @throws ApiProblem if the hub does not take such a file, or its bytes
 */
export async function sendEvidence(caseAlias: string, file: File, headers: CommandHeaders) {
  const end = file.name.toLowerCase().match(/\.[a-z]+$/)?.[0] ?? ""
  const contentType = new Map<string, EvidenceFile["contentType"]>(Object.entries(contentTypes)).get(end)
  if (contentType === undefined) throw new ApiProblem(415, { code: "evidenceOfOtherKind" })
  if (file.size === 0 || file.size > mostBytes) throw new ApiProblem(413, { code: "evidenceTooLarge" })
  const content = await file.arrayBuffer()
  const sha256 = hexOf(await crypto.subtle.digest("SHA-256", content))
  const declared = await api.POST("/v1/cases/{caseAlias}/evidence", {
    params: { path: { caseAlias } },
    headers,
    body: { name: file.name.slice(0, 200), contentType, bytes: file.size, sha256 },
  })
  if (declared.data === undefined) return declared
  const { method, url, headers: sent } = declared.data.upload
  const stored = await fetch(url, { method, headers: sent, body: content, credentials: "omit" })
  if (!stored.ok) throw new ApiProblem(stored.status, { code: "evidenceNotStored" })
  return declared
}

const hexOf = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
