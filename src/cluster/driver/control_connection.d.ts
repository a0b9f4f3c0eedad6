/** The part of the driver's own ControlConnection that guard.ts uses; the driver has no types for it. */
export interface ControlConnection {
  connection: object | null;
  _borrowAConnection(hosts: Iterator<object>): object;
  _refreshControlConnection(hosts: Iterator<object>): Promise<void>;
}

declare const ControlConnection: { prototype: ControlConnection };
export default ControlConnection;
