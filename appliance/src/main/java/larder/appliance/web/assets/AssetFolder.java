package larder.appliance.web.assets;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Reads all files of a folder of the class path, whether it lies in a directory or in a jar. */
final class AssetFolder {

  private AssetFolder() {}

  /**
   * The files by their path below the folder.
   *
   * @param folder with a slash at its end
   * @param landmark a file right in it, which tells where the folder is; without it there are no
   *     files
   */
  static Map<String, byte[]> read(ClassLoader loader, String folder, String landmark) {
    URL url = loader.getResource(folder + landmark);
    if (url == null) {
      return Map.of();
    }
    try {
      return url.getProtocol().equals("jar")
          ? fromJar((JarURLConnection) url.openConnection(), folder)
          : fromDirectory(Path.of(URI.create(url.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the page's files", e);
    }
  }

  private static Map<String, byte[]> fromJar(JarURLConnection connection, String folder)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : jar.stream().filter(e -> !e.isDirectory()).toList()) {
        if (entry.getName().startsWith(folder)) {
          try (InputStream in = jar.getInputStream(entry)) {
            files.put(entry.getName().substring(folder.length()), in.readAllBytes());
          }
        }
      }
    }
    return files;
  }

  private static Map<String, byte[]> fromDirectory(Path landmarkFile) throws IOException {
    Path top = landmarkFile.resolve("..").normalize();
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(top)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String path = top.relativize(file).toString().replace(File.separatorChar, '/');
        files.put(path, Files.readAllBytes(file));
      }
    }
    return files;
  }
}
