// Filters that Python does not have, and the handler that keeps what they would drop. The same on every platform.
export {
  FlightRecorder,
  type FlightRecorderOptions,
  Redactor,
  type RedactorOptions,
  SamplingFilter,
  type SamplingFilterOptions,
  ThrottleFilter,
  type ThrottleFilterOptions,
} from '@treeline/core/filters'
