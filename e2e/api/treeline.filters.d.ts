export {
  FlightRecorder,
  FlightRecorderOptions,
  Redactor,
  RedactorOptions,
  SamplingFilter,
  SamplingFilterOptions,
  ThrottleFilter,
  ThrottleFilterOptions,
} from '@treeline/core/filters'
