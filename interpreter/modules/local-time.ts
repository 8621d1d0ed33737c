/** The local time zone, which the environment variable TZ names when the run begins and whenever `time.tzset` is called. */
import { environmentVariables } from './environment.ts';
import { namedZone, systemZone, type Kind, type Zone } from './time-zones.ts';

let zone: Zone | null = null;

/** Reads TZ. */
export function resetLocalZone(): void {
  zone = null;
}

export function localZone(): Zone {
  if (zone === null) {
    const name = environmentVariables().get('TZ');
    zone = name === undefined ? systemZone() : namedZone(name);
  }
  return zone;
}

export const localKind = (utc: number): Kind => localZone().at(utc);
