package larder.appliance.testing;

import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import larder.appliance.mesh.wire.DeviceId;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A Syncthing's configuration file before its first start. */
final class SyncthingConfig {

  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("globalAnnounceEnabled", "false"),
          Map.entry("globalAnnounceServer", "https://127.0.0.1:9/"),
          Map.entry("localAnnounceEnabled", "false"),
          Map.entry("relaysEnabled", "false"),
          Map.entry("natEnabled", "false"),
          Map.entry("startBrowser", "false"),
          Map.entry("urAccepted", "-1"),
          Map.entry("urSeen", "3"),
          Map.entry("autoUpgradeIntervalH", "0"),
          Map.entry("crashReportingEnabled", "false"),
          Map.entry("announceLANAddresses", "false"),
          Map.entry("reconnectionIntervalS", "5"),
          Map.entry("stunKeepaliveStartS", "0"),
          Map.entry("stunServer", "127.0.0.1:9"),
          Map.entry("progressUpdateIntervalS", "1"));

  private SyncthingConfig() {}

  /** Switches off all that reaches out, names the device and sets its port. @return its id */
  static DeviceId tame(Path file, String name, int meshPort) throws Exception {
    Document document = read(file);
    Element root = document.getDocumentElement();
    Element options = child(root, "options");
    OPTIONS.forEach((option, value) -> set(options, option, value));
    set(options, "listenAddress", "tcp://127.0.0.1:" + meshPort);
    Element self = child(root, "device");
    self.setAttribute("name", name);
    write(document, file);
    return DeviceId.parse(self.getAttribute("id"));
  }

  /** Sets options; a value with blanks is several. */
  static void set(Path file, Map<String, String> values) throws Exception {
    Document document = read(file);
    Element options = child(document.getDocumentElement(), "options");
    values.forEach((option, value) -> set(options, option, value));
    write(document, file);
  }

  private static Document read(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  private static void write(Document document, Path file) throws Exception {
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(file.toFile()));
  }

  /** Leaves one element {@code name} for each word of {@code value}. */
  private static void set(Element parent, String name, String value) {
    NodeList old = parent.getElementsByTagName(name);
    while (old.getLength() > 0) {
      parent.removeChild(old.item(0));
    }
    for (String word : value.split(" ", -1)) {
      Element element = parent.getOwnerDocument().createElement(name);
      element.setTextContent(word);
      parent.appendChild(element);
    }
  }

  private static Element child(Element parent, String name) {
    for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    throw new AssertionError("no <" + name + "> in Syncthing's configuration");
  }
}
