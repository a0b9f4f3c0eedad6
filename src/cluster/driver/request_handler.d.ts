/** The part of the driver's own class that names refused logins; the driver has no types for it. */
export interface FailingRequest {
  readonly client: { readonly options: object };
  handleNoHostAvailable(error: Error, execution: object | null): void;
}

declare const RequestHandler: { prototype: FailingRequest };
export default RequestHandler;
