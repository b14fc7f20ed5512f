import type { DrawingFailure, drawingSteps, RequestedDocument } from "./requested-document.ts"

/** How the drawing of a document ended. */
export type DrawingEnd = { state: "ready"; readyAt: string } | { state: "failed"; failure: DrawingFailure }

/** The documents that parties asked for. Reads are consistent. */
export type RequestedDocuments = {
  get(documentId: string): Promise<RequestedDocument | undefined>
  /** Stores a new document. One that is there stays as it is. @returns whether it waits, and nobody drew it yet */
  request(document: RequestedDocument): Promise<boolean>
  /**
   * Counts an attempt to draw a document.
   * @returns the document after that; `undefined` if it is ready, failed or not there
   */
  begin(documentId: string): Promise<RequestedDocument | undefined>
  /** Notes what is being done. Changes nothing once the drawing has ended. */
  note(documentId: string, step: (typeof drawingSteps)[number]): Promise<void>
  /** Ends the drawing. The first end counts. @returns whether this was the first */
  end(documentId: string, end: DrawingEnd): Promise<boolean>
}
