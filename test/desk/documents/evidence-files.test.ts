import { S3Client } from "@aws-sdk/client-s3"
import { describe, expect, it } from "@jest/globals"
import { s3EvidenceFiles } from "../../../shared/desk/documents/deployed-s3-evidence.ts"
import type { UploadLink } from "../../../shared/desk/documents/evidence-files.ts"
import { evidenceFileSchema } from "../../../shared/desk/evidence-file.ts"
import { checkedUploadsContract, declared, evidenceFilesContract } from "./evidence-files.contract.ts"
import { memoryEvidenceFiles } from "./memory-evidence-files.ts"

/** Files in memory, with a browser. */
function inMemory() {
  const { upload, at, ...files } = memoryEvidenceFiles()
  return {
    ...files,
    upload: async ({ url, headers }: UploadLink, content: Uint8Array) => upload(url, headers, content),
    read: async (url: string) => {
      const content = at(url)
      return content === undefined ? undefined : Buffer.from(content).toString("utf8")
    },
  }
}

evidenceFilesContract("memory", inMemory)
checkedUploadsContract("memory", inMemory)

describe("a link of S3 to upload evidence", () => {
  it("is signed for length, checksum, type, key of encryption, and one write", async () => {
    const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not a secret" }
    const client = new S3Client({ region: "ca-central-1", credentials })
    const files = s3EvidenceFiles({ bucketName: "documents", keyId: "arn:key", client })
    const { url, headers } = await files.linkToWrite("evidence/party/one", declared("hello"), 900)
    const { searchParams, pathname } = new URL(url)
    expect(pathname).toBe("/evidence/party/one")
    expect(searchParams.get("X-Amz-Expires")).toBe("900")
    expect(searchParams.get("X-Amz-SignedHeaders")?.split(";")).toEqual(
      ["content-length", "host", ...Object.keys(headers)].sort(),
    )
    expect(headers).toEqual({
      "content-type": "text/plain",
      "if-none-match": "*",
      "x-amz-checksum-sha256": "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": "arn:key",
    })
  })

  it("to read it says under which name to save it, and shows it in no page", async () => {
    const client = new S3Client({ region: "ca-central-1", credentials: { accessKeyId: "A", secretAccessKey: "B" } })
    const files = s3EvidenceFiles({ bucketName: "documents", keyId: "arn:key", client })
    const { searchParams } = new URL(await files.linkToRead("evidence/party/one", "one.txt", 300))
    expect(searchParams.get("response-content-disposition")).toBe('attachment; filename="one.txt"')
  })
})

describe("the declaration of a file", () => {
  const file = { name: "server.log", ...declared("hello") }

  it.each([
    ["a page", { contentType: "text/html" }],
    ["a picture that can hold scripts", { contentType: "image/svg+xml" }],
    ["more than 20 MB", { bytes: 20_000_001 }],
    ["nothing", { bytes: 0 }],
    ["a folder in its name", { name: "../server.log" }],
    ["a line break in its name", { name: "server\n.log" }],
    ["a hash of another kind", { sha256: "ab".repeat(20) }],
  ])("is refused for %s", (_, change) => {
    expect(evidenceFileSchema.safeParse(file).success).toBe(true)
    expect(evidenceFileSchema.safeParse({ ...file, ...change }).success).toBe(false)
  })
})
