package larder.appliance.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Encodes all samples in a working folder, two at a time. */
final class SampleStudio {

  /** One encoder uses about one core, and the smallest machine that we know has two. */
  private static final int AT_ONCE = 2;

  /** The longest sample takes half a minute on a PC; a very slow machine may take its time. */
  private static final Duration PROGRAM_LIMIT = Duration.ofMinutes(20);

  private static final String ENGLISH = "Minute %d, second %d";
  private static final String GERMAN = "Minute %d, Sekunde %d";

  private final List<Sample> samples;
  private final Programs programs;
  private final Path work;
  private final ChildProcess child;

  SampleStudio(List<Sample> samples, Programs programs, Path work) {
    this.samples = samples;
    this.programs = programs;
    this.work = work;
    this.child = new ChildProcess(work, PROGRAM_LIMIT);
  }

  /**
   * Blocks until every sample lies at its place in {@code household}; the first failure ends all.
   */
  void encodeInto(Path household, SampleMedia.Progress progress)
      throws IOException, InterruptedException {
    ffmpeg(SampleArguments.melody(), new Meter.Part(micros -> {}));
    Meter meter = new Meter(samples, progress);
    ExecutorService encoders =
        Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("demo-encoder-", 0).factory());
    try {
      ExecutorCompletionService<Sample> done = new ExecutorCompletionService<>(encoders);
      for (int stem : longestFirst()) {
        done.submit(() -> encode(stem, household, meter));
      }
      for (int left = samples.size(); left > 0; left--) {
        await(done);
      }
    } finally {
      encoders.shutdownNow();
      encoders.close();
    }
  }

  private int[] longestFirst() {
    return IntStream.range(0, samples.size())
        .boxed()
        .sorted(Comparator.comparing((Integer stem) -> samples.get(stem).duration()).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static void await(ExecutorCompletionService<Sample> done)
      throws IOException, InterruptedException {
    try {
      done.take().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("an encoder's task broke", e);
    }
  }

  private Sample encode(int stem, Path household, Meter meter)
      throws IOException, InterruptedException {
    Sample sample = samples.get(stem);
    write(stem + ".title", sample.show() + "\n" + sample.name());
    write(stem + ".en.srt", SampleTexts.subtitles(sample, ENGLISH));
    write(stem + ".de.srt", SampleTexts.subtitles(sample, GERMAN));
    write(stem + ".chapters", SampleTexts.chapters(sample));
    Path target = household.resolve(sample.path());
    Files.createDirectories(target.getParent());
    ffmpeg(
        SampleArguments.encode(sample, stem, speech(sample, stem), target.toString()),
        meter.part(stem));
    return sample;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(work.resolve(name), text);
  }

  private Optional<String> speech(Sample sample, int stem)
      throws IOException, InterruptedException {
    if (programs.voice().isEmpty()) {
      return Optional.empty();
    }
    String file = stem + ".voice.wav";
    child.run(
        List.of(programs.voice().get().toString(), "-m", "-w", file, SampleTexts.speech(sample)),
        line -> {});
    return Optional.of(file);
  }

  private void ffmpeg(List<String> arguments, Meter.Part part)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(programs.ffmpeg().toString());
    command.addAll(
        List.of("-hide_banner", "-loglevel", "error", "-nostats", "-progress", "pipe:1"));
    command.addAll(arguments);
    child.run(command, part::line);
  }
}
