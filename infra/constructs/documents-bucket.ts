import { Duration, Lazy, Stack, Validations } from "aws-cdk-lib"
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { type Bucket, HttpMethods } from "aws-cdk-lib/aws-s3"
import { Construct } from "constructs"
import type { ExchangeFunction } from "./exchange-function.ts"
import { privateBucket } from "./private-bucket.ts"
import { whatToKeep } from "./what-to-keep.ts"

export interface DocumentsBucketProps {
  /** Encrypts the documents and the evidence, and nothing else. */
  readonly encryptionKey: IKey
  readonly keepData: boolean
  /** For how many years files of evidence are kept: as long as copies of the breach register. */
  readonly evidenceYears: number
}

type DocumentAction = "s3:PutObject" | "s3:GetObject"

/** S3 counts whole days from midnight UTC. The API gives no link after 24 hours. */
const documentRetention = Duration.days(1)

/** What the names of documents begin with: the alias of a case. And those of files of evidence. */
const [documents, evidence] = ["WS-", "evidence/"]

/**
 * Keeps the documents that parties asked for, for a day, and the files of evidence that they uploaded, for years. Only
 * functions that were let in write or read it, and links that they sign, over TLS and under its key. Documents can be
 * drawn again, and a file of evidence is written once, so the bucket keeps no versions.
 */
export class DocumentsBucket extends Construct {
  readonly bucket: Bucket
  /** The name that cdk-nag gives to a grant on some objects of the bucket. */
  readonly #finding: (objects: string) => string
  readonly #props: DocumentsBucketProps
  readonly #roles = { "s3:PutObject": new Set<string>(), "s3:GetObject": new Set<string>() }

  constructor(scope: Construct, id: string, props: DocumentsBucketProps) {
    super(scope, id)
    this.#props = props
    const { bucket, finding } = privateBucket(this, {
      encryptionKey: props.encryptionKey,
      retention: { [documents]: documentRetention, [evidence]: Duration.days(Math.ceil(props.evidenceYears * 365.25)) },
      // A page of any origin is of no use without a link, which is signed for one file and sent with no cookie.
      browsersMay: [HttpMethods.GET, HttpMethods.PUT],
      removalPolicy: whatToKeep(props),
      withoutAccessLogs:
        "One function writes, and another makes links. CloudTrail data events can record who used them.",
    })
    this.bucket = bucket
    this.#finding = (objects) => finding.replace(/\*\]$/, `${objects}]`)
    this.#requireKey()
    this.#refuseOthers("s3:PutObject")
    this.#refuseOthers("s3:GetObject")
  }

  /** Lets a function write documents. */
  letWrite(handler: ExchangeFunction): void {
    this.#let(handler, { action: "s3:PutObject", objects: `${documents}*` }, "kms:GenerateDataKey")
  }

  /** Lets a function sign links to upload evidence. */
  letTakeEvidence(handler: ExchangeFunction): void {
    this.#let(handler, { action: "s3:PutObject", objects: `${evidence}*` }, "kms:GenerateDataKey")
  }

  /** Lets a function read documents, and with it the links that it makes. */
  letLink(handler: ExchangeFunction): void {
    this.#let(handler, { action: "s3:GetObject", objects: "*" }, "kms:Decrypt")
  }

  #let(
    handler: ExchangeFunction,
    { action, objects }: { action: DocumentAction; objects: string },
    keyAction: string,
  ): void {
    const { encryptionKey } = this.#props
    this.#roles[action].add(handler.role.roleArn)
    handler.allow([action], [this.bucket.arnForObjects(objects)])
    handler.allow([keyAction], [encryptionKey.keyArn], {
      StringEquals: { "kms:ViaService": `s3.${Stack.of(this).region}.amazonaws.com` },
    })
    Validations.of(handler.role).acknowledge({
      id: this.#finding(objects),
      reason: "The names of documents are random.",
    })
  }

  /** A document under another key, or under none, is refused. */
  #requireKey(): void {
    const header = "s3:x-amz-server-side-encryption"
    const { keyArn } = this.#props.encryptionKey
    this.#deny("s3:PutObject", { StringNotEquals: { [header]: "aws:kms" } })
    this.#deny("s3:PutObject", { StringNotEquals: { [`${header}-aws-kms-key-id`]: keyArn } })
  }

  /** Everybody else in the account is refused, also an administrator. */
  #refuseOthers(action: DocumentAction): void {
    const letIn = Lazy.list({ produce: () => [...this.#roles[action]] })
    this.#deny(action, { ArnNotEquals: { "aws:PrincipalArn": letIn } })
  }

  #deny(action: DocumentAction, conditions: Record<string, unknown>): void {
    const resources = [this.bucket.arnForObjects("*")]
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [action],
        resources,
        conditions,
      }),
    )
  }
}
