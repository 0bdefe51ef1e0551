package larder.appliance.web.stream;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading what a player asks for. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RangeBenchmark {

  @Param({"bytes=0-", "bytes=524288-1048575", "bytes=0-1,10-11,20-21,30-31"})
  public String header;

  @Benchmark
  public Selection select() {
    return RangeHeader.select(Optional.of(header), 1L << 31);
  }
}
