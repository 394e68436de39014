package dev.caravan.crash;

import com.sun.tools.attach.VirtualMachine;
import dev.caravan.embedded.Until;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A program's routes, reached as jconsole reaches them: by attaching to the process, as the same user. */
final class Jmx implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private Jmx(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    static Jmx attach(CaravanProcess process) throws Exception {
        // else the JVM gives the other one ten seconds to answer
        System.setProperty("sun.tools.attach.attachTimeout", Long.toString(Until.LIMIT.toMillis()));
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
        try {
            return new Jmx(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    Set<String> routes() throws Exception {
        return beans.queryNames(new ObjectName("org.apache.camel:context=caravan,type=routes,*"), null).stream()
                .map(name -> ObjectName.unquote(name.getKeyProperty("name")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ObjectName route(String id) throws JMException {
        return new ObjectName("org.apache.camel:context=caravan,type=routes,name=\"" + id + "\"");
    }

    /** @param operation {@code suspend}, {@code resume}, {@code stop} or {@code start} */
    void call(String route, String operation) throws Exception {
        beans.invoke(route(route), operation, new Object[0], new String[0]);
    }

    String state(String route) throws Exception {
        return (String) beans.getAttribute(route(route), "State");
    }

    /** How many passes through the route have not ended. */
    long inHand(String route) throws Exception {
        return (Long) beans.getAttribute(route(route), "ExchangesInflight");
    }

    /** How often the route has been through. */
    long passes(String route) throws Exception {
        return (Long) beans.getAttribute(route(route), "ExchangesTotal");
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
